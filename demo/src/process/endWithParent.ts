/** Ends a child process of `npm start` when its parent ends, so that no orphan remains. */

/** Runs `stop` once, on a signal or when the parent has ended, and then ends the process. */
export function endWithParent(stop: () => Promise<void>): void {
  let isEnding = false;
  const end = async () => {
    if (isEnding) return;
    isEnding = true;
    // Ends the process after 8 s, also when `stop` hangs.
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
  // Ctrl-C reaches the whole process group, but the parent stops its children in its own order.
  process.on('SIGINT', () => {
    if (process.send === undefined) void end();
  });
}

/** Sends a message to the parent process; does nothing without a parent. */
export function notifyParent(message: object): void {
  if (process.connected) process.send?.(message);
}
