import { redirect } from 'next/navigation';

/** Looking at an address makes nothing: a draft begins with the button. */
export default function NewClientPage() {
  redirect('/wizard');
}
