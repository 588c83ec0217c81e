import type { NextRequest } from 'next/server';
import { requireActor } from '@/lib/auth/session';
import { isFromAnotherSite } from '@/lib/http/other-site';
import { readEvidenceFile } from '@/lib/runbook/evidence-queries';
import { plainRefusal, refusal } from '../../refusal';

interface Context {
  params: Promise<{ id: string; evidence: string }>;
}

/** An image of a step; with `?form=preview` in small. */
export async function GET(request: NextRequest, { params }: Context): Promise<Response> {
  if (isFromAnotherSite(request)) return plainRefusal('forbidden', 'Open the run first.', 403);
  try {
    const { id, evidence } = await params;
    const form = request.nextUrl.searchParams.get('form') === 'preview' ? 'preview' : 'whole';
    const { mime, content } = await readEvidenceFile(await requireActor(), {
      runbookId: id,
      evidenceId: evidence,
      form,
    });
    return new Response(new Uint8Array(content), {
      headers: {
        'Content-Type': mime,
        'Content-Length': String(content.length),
        'Content-Disposition': `inline; filename="${evidence}.${mime.replace('image/', '')}"`,
        'X-Content-Type-Options': 'nosniff',
        'Cache-Control': 'private, no-store',
        // Opened by itself it may do nothing at all.
        'Content-Security-Policy': `default-src 'none'; frame-ancestors 'none'; sandbox`,
      },
    });
  } catch (error) {
    return refusal(error);
  }
}
