import 'server-only';

const WIDTH = 30;
const REDRAW_MILLISECONDS = 100;

export interface ProgressBar {
  show: (done: number, total: number) => void;
  done: () => void;
}

/** A bar on standard error while a terminal looks on; nothing at all where the output goes to a file or a program. */
export function progressBar(label: string): ProgressBar {
  let drawnAt = 0;
  const draw = (done: number, total: number) => {
    const share = total === 0 ? 1 : Math.min(1, done / total);
    const filled = Math.round(share * WIDTH);
    const bar = '█'.repeat(filled) + '░'.repeat(WIDTH - filled);
    process.stderr.write(`\r${label} ${bar} ${done} of ${total}`);
  };
  return {
    show(done, total) {
      const now = Date.now();
      if (!process.stderr.isTTY || (now - drawnAt < REDRAW_MILLISECONDS && done < total)) return;
      drawnAt = now;
      draw(done, total);
    },
    done() {
      if (drawnAt > 0) process.stderr.write('\n');
    },
  };
}
