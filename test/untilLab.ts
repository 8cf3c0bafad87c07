import type { Lab } from '../src/runs/lab';

/** Settles when something is true of the lab. */
export function untilLab(lab: Lab, isSo: () => boolean): Promise<void> {
  return new Promise(resolve => {
    const look = (): void => {
      if (!isSo()) return;
      for (const one of listening) one.dispose();
      resolve();
    };
    const listening = [lab.onChanged(look), lab.onEvents(look), lab.onEnded(look)];
    look();
  });
}
