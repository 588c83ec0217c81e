import 'server-only';
import type { Actor } from '@/lib/auth/actor';
import { authorise } from '@/lib/auth/permissions';
import { readCatalogue } from '@/lib/catalogue/queries';
import type { Slot } from '@/lib/catalogue/schema';
import type { BoardClient } from '@/lib/clients/board-cards';
import { parseBoardFilter } from '@/lib/clients/board-filter';
import { listBoardClients } from '@/lib/clients/board-queries';
import { listClientRuns } from '@/lib/clients/client-queries';
import { fitsWords, MAX_SEARCH_CHARACTERS, type Place } from '@/lib/clients/places';
import { runbookTitle } from '@/lib/clients/run-kind';
import { readScope } from '@/lib/clients/scope';
import { database } from '@/lib/db/database';

const MOST_CLIENTS = 6;
/** Of the first clients found, their runs and their slots are looked at too. */
const LOOKED_INTO = 2;
const MOST_OF_A_KIND = 5;

/**
 * What a typed text may mean: clients with their runs, a client's slot ("harbor openrouter"), slots and components of
 * the catalogue. At most a screenful, the likeliest first.
 */
export async function findPlaces(actor: Actor, text: string): Promise<Place[]> {
  authorise(actor, 'client.read');
  const wanted = text.trim();
  if (wanted === '' || wanted.length > MAX_SEARCH_CHARACTERS) return [];
  const [clients, ofClients] = await Promise.all([
    clientsNamed(actor, wanted),
    slotsOfClients(actor, wanted),
  ]);
  const runs = await Promise.all(clients.slice(0, LOOKED_INTO).map((client) => runsOf(actor, client)));
  return [...ofClients, ...clients.map(clientPlace), ...runs.flat(), ...(await catalogueEntries(wanted))];
}

async function clientsNamed(actor: Actor, name: string): Promise<BoardClient[]> {
  const filter = parseBoardFilter({ view: 'table', q: `client:${name}` });
  return (await listBoardClients(actor, filter)).clients.slice(0, MOST_CLIENTS);
}

/** The first words may name a client and the rest one of its slots. */
async function slotsOfClients(actor: Actor, text: string): Promise<Place[]> {
  const words = text.split(/\s+/);
  for (let split = words.length - 1; split > 0; split -= 1) {
    const rest = words.slice(split).join(' ');
    const { components } = await readCatalogue();
    if (!components.some(({ slots }) => slots.some((slot) => isSlot(slot, rest)))) continue;
    const clients = await clientsNamed(actor, words.slice(0, split).join(' '));
    const found = await Promise.all(
      clients
        .filter(({ stage }) => stage !== 'purged')
        .slice(0, LOOKED_INTO)
        .map(async (client) => {
          const { slots } = await readScope(database(), client.id);
          return slots.filter((slot) => isSlot(slot, rest)).map((slot) => slotPlace(client, slot));
        }),
    );
    if (found.flat().length > 0) return found.flat().slice(0, MOST_OF_A_KIND);
  }
  return [];
}

const isSlot = (slot: Slot, text: string) =>
  slot.level === 'client' && (fitsWords(slot.key, text) || fitsWords(slot.name, text));

async function runsOf(actor: Actor, client: BoardClient): Promise<Place[]> {
  const runs = await listClientRuns(actor, client.id);
  return runs.slice(0, 1).map((run) => ({
    kind: 'run',
    label: `${client.name} · ${run.machineName}`,
    detail: runbookTitle(run),
    href: `/runbooks/${run.id}`,
  }));
}

async function catalogueEntries(text: string): Promise<Place[]> {
  const { components } = await readCatalogue();
  const slots = components
    .flatMap((component) => component.slots)
    .filter((slot) => isSlot(slot, text))
    .slice(0, MOST_OF_A_KIND);
  return [
    ...components
      .filter(({ name }) => fitsWords(name, text))
      .slice(0, MOST_OF_A_KIND)
      .map(({ id, name, summary }): Place => {
        return { kind: 'component', label: name, detail: summary, href: `/catalogue/${id}` };
      }),
    ...slots.map((slot): Place => {
      const detail = 'Clients that have this slot';
      return { kind: 'slot', label: slot.key, detail, href: `/?q=${encodeURIComponent(`slot:${slot.key}`)}` };
    }),
  ];
}

function clientPlace(client: BoardClient): Place {
  const detail = [client.stage, client.tier, ...client.packs].filter(Boolean).join(' · ');
  const label = client.name === '' ? 'No name yet' : client.name;
  return { kind: 'client', label, detail, href: `/clients/${client.slug}` };
}

function slotPlace(client: BoardClient, slot: Slot): Place {
  const href = `/clients/${client.slug}/credentials#${slot.id}`;
  return { kind: 'slot', label: slot.key, detail: client.name, href };
}
