import { createWandbTracker } from '../../../src/tracking/wandb/wandbTracker';
import { targetAt } from './recordedRun';

/** What a process that sends a run is told. */
export interface SenderWork {
  readonly runFolder: string;
  readonly baseUrl: string;
  readonly key: string;
}

// The process that started it is gone, and no other one would ever end it.
process.once('disconnect', () => process.exit(1));
process.send?.('here');
process.once('message', ({ runFolder, baseUrl, key }: SenderWork) => {
  const tracker = createWandbTracker({
    settings: () => ({ mode: 'online', target: targetAt(baseUrl) }),
    credential: () => Promise.resolve({ key, baseUrl, source: 'the test' }),
    fetch,
  });
  void tracker.sync(runFolder).then(state => process.send?.(state));
});
