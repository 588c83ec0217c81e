import { Download } from 'lucide-react';
import { buttonLook } from '@/components/ui/button-look';

const FORMATS = [
  { format: 'csv', label: 'Export CSV' },
  { format: 'jsonl', label: 'Export JSON Lines' },
] as const;

/** What the filter finds, all pages of it, as a file. Plain links: to fetch one ahead would be an export. */
export function ExportLinks({ query }: { query: string }) {
  return FORMATS.map(({ format, label }) => (
    <a
      key={format}
      href={`/audit/export?${query === '' ? '' : `${query}&`}format=${format}`}
      download
      className={buttonLook('secondary', 'regular')}
    >
      <Download className="size-4" aria-hidden="true" />
      {label}
    </a>
  ));
}
