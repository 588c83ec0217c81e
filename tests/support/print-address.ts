import { runningDatabase } from './running-database';

/** Prints the superuser's address of the database of the board that runs on the data folder given. */
const [dataDir = ''] = process.argv.slice(2);
process.stdout.write((await runningDatabase(dataDir)).superuserUrl);
