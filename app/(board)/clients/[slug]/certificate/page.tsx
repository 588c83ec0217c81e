import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { CertificateSheet } from '@/components/retention/certificate-sheet';
import { PageHead } from '@/components/ui/page-head';
import { PrintHeader } from '@/components/ui/print-header';
import { Time } from '@/components/ui/time';
import { requireReader } from '@/lib/auth/session';
import { AppError } from '@/lib/errors';
import { readCertificate } from '@/lib/retention/queries';

export const metadata: Metadata = { title: 'Purge certificate' };

interface Props {
  params: Promise<{ slug: string }>;
}

export default async function CertificatePage({ params }: Props) {
  const { slug } = await params;
  const { actor } = await requireReader(`/clients/${encodeURIComponent(slug)}/certificate`);
  const certificate = await readCertificate(actor, slug).catch((error: unknown) => {
    if (error instanceof AppError && error.code === 'not-found') notFound();
    throw error;
  });
  const { client, purgedAt } = certificate.statement;
  return (
    <>
      <PrintHeader
        title={`Purge certificate: ${client.name}`}
        facts={
          <>
            Purged <Time at={purgedAt} as="full" />
          </>
        }
      />
      <div className="print:hidden">
        <PageHead
          back={{ href: `/clients/${client.slug}`, label: <bdi>{client.name}</bdi> }}
          title="Purge certificate"
          facts="Print this page, or save it as a PDF, for the client and for your files."
        />
      </div>
      <CertificateSheet {...certificate} checkedAt={new Date()} />
    </>
  );
}
