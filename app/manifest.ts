import type { MetadataRoute } from 'next';

/** What makes the board installable: it opens at the runs, in a window of its own. */
export default function manifest(): MetadataRoute.Manifest {
  return {
    id: '/',
    name: 'Jed Board',
    short_name: 'Jed Board',
    description: 'From the first call to the switched-off Mac mini.',
    lang: 'en-GB',
    start_url: '/runbooks',
    scope: '/',
    display: 'standalone',
    background_color: '#f8faf9',
    theme_color: '#005e5d',
    icons: [
      { src: '/icons/board-192.png', sizes: '192x192', type: 'image/png' },
      { src: '/icons/board-512.png', sizes: '512x512', type: 'image/png' },
      { src: '/icons/board-maskable-512.png', sizes: '512x512', type: 'image/png', purpose: 'maskable' },
    ],
  };
}
