import { NothingHere } from '@/components/shell/nothing-here';

export default function BoardNotFound() {
  return <NothingHere />;
}
