import { customType, timestamp, uuid } from 'drizzle-orm/pg-core';
import { v7 as uuidV7 } from 'uuid';

/** Raw bytes: envelopes, salts, hashes. */
export const bytea = customType<{ data: Buffer; driverData: Buffer }>({
  dataType: () => 'bytea',
});

/** A time-ordered primary key (RFC 9562, version 7), so that keyset pages follow creation. */
export const primaryId = () => uuid('id').primaryKey().$defaultFn(uuidV7);

/** A moment with time zone, as a Date. */
export const moment = (name: string) => timestamp(name, { withTimezone: true, mode: 'date' });

/**
 * A JSON value that comes back as it went in. The query builder's own column parses a text that the driver has
 * already parsed once more, so that the answer "30" would come back as the number 30.
 */
export const exactJson = customType<{ data: unknown; driverData: string }>({
  dataType: () => 'jsonb',
  toDriver: (value) => JSON.stringify(value),
  fromDriver: (value) => value,
});
