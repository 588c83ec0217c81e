import type { NextRequest } from 'next/server';
import { finishAtIssuer } from '@/lib/auth/openid-callback';

/** The redirect address that is entered at the sign-in provider. */
export async function GET(request: NextRequest): Promise<Response> {
  const { path, setCookies } = await finishAtIssuer(request);
  const headers = new Headers({ Location: path });
  for (const cookie of setCookies) headers.append('Set-Cookie', cookie);
  return new Response(null, { status: 303, headers });
}
