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
