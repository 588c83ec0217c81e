/** Next calls this once, before the server answers its first request. */
export async function register(): Promise<void> {
  // Next compiles this file for its edge runtime as well, and leaves out what this comparison rules out there.
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { bootServer } = await import('@/lib/boot/boot-server');
  await bootServer();
}
