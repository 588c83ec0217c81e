// Loaded into every process that the launcher starts. When the launcher is killed, its end of this channel closes,
// and a server that nobody looks after any more must not keep the port and the build folder.
process.once('disconnect', () => process.exit(1));
process.channel?.unref();
