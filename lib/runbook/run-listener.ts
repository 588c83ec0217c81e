import 'server-only';
import type { Client } from 'pg';
import { databaseErrorCode } from '@/lib/db/database-errors';
import { APPLICATION_ROLE, connectAs } from '@/lib/db/pool';
import { env } from '@/lib/env';
import { AppError } from '@/lib/errors';
import { logger } from '@/lib/logger';

/** What the database's triggers tell: something happened in a run, or who has it open changed. */
const CHANNELS = ['run_changes', 'run_viewers'] as const;
export type RunChannel = (typeof CHANNELS)[number];

interface ListenerEvents {
  onNotice: (channel: RunChannel, runbookId: string) => void;
  /** It listens from now on; what happened before has to be read. */
  onReady: () => void;
  onLost: () => void;
}

const FIRST_PAUSE_MILLIS = 250;
const LONGEST_PAUSE_MILLIS = 10_000;
/** A connection that does not answer for this long is a dead one, whatever the network says. */
const PATIENCE_MILLIS = 5_000;

/**
 * One connection that listens to the database, beside the pool. When it is lost it comes back by itself, with longer
 * and longer pauses in between.
 */
export class RunListener {
  readonly #events: ListenerEvents;
  #client: Client | null = null;
  #ready = false;
  #stopped = false;
  #attempts = 0;
  #retry: NodeJS.Timeout | undefined;

  constructor(events: ListenerEvents) {
    this.#events = events;
    void this.#connect();
  }

  get ready(): boolean {
    return this.#ready;
  }

  /** Asks the connection for a sign of life. One that gives none is given up, and another one made. */
  async check(): Promise<void> {
    const client = this.#client;
    if (client === null || !this.#ready) return;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error('no answer')), PATIENCE_MILLIS);
    });
    try {
      await Promise.race([client.query('select 1'), late]);
    } catch (error) {
      this.#lose(client, error);
    } finally {
      clearTimeout(timer);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    this.#ready = false;
    clearTimeout(this.#retry);
    const client = this.#client;
    this.#client = null;
    await client?.end().catch(() => undefined);
  }

  async #connect(): Promise<void> {
    try {
      const client = await connectAs(APPLICATION_ROLE, databaseUrl());
      if (this.#stopped) return void client.end().catch(() => undefined);
      this.#client = client;
      client.once('end', () => this.#lose(client, null));
      client.on('notification', ({ channel, payload }) => {
        const known = CHANNELS.find((name) => name === channel);
        if (known !== undefined && payload !== undefined) this.#events.onNotice(known, payload);
      });
      for (const channel of CHANNELS) await client.query(`listen ${channel}`);
      if (this.#client !== client) return;
      this.#attempts = 0;
      this.#ready = true;
      this.#events.onReady();
    } catch (error) {
      this.#lose(this.#client, error);
    }
  }

  #lose(client: Client | null, error: unknown): void {
    if (this.#stopped || client !== this.#client) return;
    this.#client = null;
    void client?.end().catch(() => undefined);
    if (this.#attempts === 0) {
      logger().warn({ code: databaseErrorCode(error) ?? 'ended' }, 'listening to the database was cut off');
    }
    if (this.#ready) this.#events.onLost();
    this.#ready = false;
    const pause = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS * 2 ** this.#attempts);
    this.#attempts += 1;
    // Several instances that lost the same database do not come back in step.
    this.#retry = setTimeout(() => void this.#connect(), pause * (0.5 + Math.random() / 2));
    this.#retry.unref();
  }
}

function databaseUrl(): string {
  const url = env().DATABASE_URL;
  if (url !== undefined) return url;
  throw new AppError('configuration', 'DATABASE_URL is not set: start the board with npm start, or set it.');
}
