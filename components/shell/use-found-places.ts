import { useEffect, useState } from 'react';
import { MAX_SEARCH_CHARACTERS, type Place } from '@/lib/clients/places';

const PAUSE_MILLIS = 120;

type Found = { found: Place[]; state: 'idle' | 'busy' | 'failed' };

/** What the server finds for a text, a moment after the typing stops. The last answer stays until the next is there. */
export function useFoundPlaces(text: string): Found {
  const [result, setResult] = useState<Found>({ found: [], state: 'idle' });
  const wanted = text.trim().slice(0, MAX_SEARCH_CHARACTERS);
  useEffect(() => {
    if (wanted === '') {
      setResult({ found: [], state: 'idle' });
      return;
    }
    const asking = new AbortController();
    setResult(({ found }) => ({ found, state: 'busy' }));
    const timer = setTimeout(() => {
      askServer(wanted, asking.signal)
        .then((found) => setResult({ found, state: 'idle' }))
        .catch(() => asking.signal.aborted || setResult({ found: [], state: 'failed' }));
    }, PAUSE_MILLIS);
    return () => {
      clearTimeout(timer);
      asking.abort();
    };
  }, [wanted]);
  return result;
}

async function askServer(text: string, signal: AbortSignal): Promise<Place[]> {
  const answer = await fetch(`/api/places?q=${encodeURIComponent(text)}`, { signal });
  if (!answer.ok) throw new Error(`answered with ${answer.status}`);
  return ((await answer.json()) as { places: Place[] }).places;
}
