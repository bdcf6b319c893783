/** What every child of `npm start` does when its parent goes: it goes too, leaving no orphan. */

/** Runs `stop` once, when asked to end or when the parent has ended, and then ends the process. */
export function endWithParent(stop: () => Promise<void>): void {
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    // Whatever hangs, nobody waits for longer than this.
    setTimeout(() => process.exit(1), 8_000).unref();
    try {
      await stop();
      process.exit(0);
    } catch (error) {
      console.error(error);
      process.exit(1);
    }
  };
  process.once('SIGTERM', end);
  process.once('disconnect', end);
  // Ctrl-C reaches the whole group: the parent decides in which order its children stop.
  process.on('SIGINT', () => {
    if (process.send === undefined) void end();
  });
}

/** Says to the parent what has happened; without one, nobody hears it. */
export function notifyParent(message: object): void {
  if (process.connected) process.send?.(message);
}
