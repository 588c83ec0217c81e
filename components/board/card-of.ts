import { ageWords } from '@/lib/clients/age';
import type { BoardClient } from '@/lib/clients/board-cards';
import { missingWords } from '@/lib/clients/missing';
import type { RunKind } from '@/lib/clients/run-kind';
import type { BoardCard } from './board-card';

interface Run {
  kind: RunKind;
  settled: number;
  total: number;
  currentTitle: string | null;
  lastBy: string | null;
}

/** A client of the board as a card; `wizardHref` leads back into a draft's wizard. */
export function cardOf(
  client: BoardClient,
  now: Date,
  run: Run | null,
  wizardHref: ((draft: { id: string; step: string }) => string) | null,
): BoardCard {
  return {
    id: client.id,
    name: client.name === '' ? 'No name yet' : client.name,
    href: `/clients/${client.slug}`,
    stage: client.stage,
    tier: client.tier,
    packs: client.packs,
    contactName: client.contactName,
    missing: missingWords(client.missing),
    waitsFor: client.waitsFor,
    machineNames: client.machineNames,
    age: ageWords(client.since, now),
    updatedAt: client.updatedAt,
    purgeAfter: client.purgeAfter,
    progress: run && {
      kind: run.kind,
      settled: run.settled,
      total: run.total,
      currentTitle: run.currentTitle,
      by: run.lastBy,
    },
    continueHref: client.draft === null || wizardHref === null ? null : wizardHref(client.draft),
  };
}
