// Loaded into the process that the launcher starts. When the launcher is killed, its end of this channel closes, and
// a server that nobody looks after any more must not keep the port. Node hands the flag that loads this file on to
// grandchildren, whose channel leads elsewhere: hence the number of the launcher's process.
if (process.ppid === Number(new URL(import.meta.url).searchParams.get('launcher'))) {
  process.once('disconnect', () => process.exit(1));
  process.channel?.unref();
}
