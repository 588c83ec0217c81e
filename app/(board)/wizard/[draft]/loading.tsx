import { LoadingPage } from '@/components/ui/loading-page';

export default function Loading() {
  return (
    <div className="mx-auto w-full max-w-160">
      <LoadingPage />
    </div>
  );
}
