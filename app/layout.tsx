import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { isTimeZone } from '@/components/ui/format-time';
import { SHARING_CLASS } from '@/components/ui/sharing-class';
import { isTheme } from '@/components/ui/theme';
import { ViewerClock } from '@/components/ui/viewer-clock';
import { mono, sans } from './fonts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Jed Board', template: '%s – Jed Board' },
  description: 'From the first call to the switched-off Mac mini.',
  robots: { index: false, follow: false },
  formatDetection: { telephone: false, date: false, address: false, email: false },
};

export const viewport: Viewport = {
  width: 'device-width',
  initialScale: 1,
  viewportFit: 'cover',
  colorScheme: 'light dark',
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f8faf9' },
    { media: '(prefers-color-scheme: dark)', color: '#0c1214' },
  ],
};

export default async function RootLayout({ children }: { children: ReactNode }) {
  const jar = await cookies();
  const theme = jar.get('theme')?.value;
  const zone = jar.get('tz')?.value;
  const sharing = jar.get('sharing')?.value === 'on';
  return (
    <html
      lang="en-GB"
      className={`${sans.variable} ${mono.variable}${sharing ? ` ${SHARING_CLASS}` : ''}`}
      data-theme={isTheme(theme) && theme !== 'system' ? theme : undefined}
      suppressHydrationWarning
    >
      <body className="min-h-dvh">
        <ViewerClock timeZone={isTimeZone(zone) ? zone : 'UTC'} nowMillis={Date.now()}>
          {children}
        </ViewerClock>
      </body>
    </html>
  );
}
