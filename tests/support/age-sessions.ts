import { queryRunning } from './running-database';

/** Moves back by an hour when a person of the board on the data folder given last entered their password or showed a second factor. */
const [dataDir = '', email = ''] = process.argv.slice(2);
if (!/^[\w.@-]+$/.test(email)) throw new Error('Not an address of a test.');
await queryRunning(
  dataDir,
  `update user_sessions set authenticated_at = authenticated_at - interval '1 hour',
      second_factor_at = second_factor_at - interval '1 hour'
    where user_id = (select id from users where email = '${email}')`,
);
