import { begunUpload } from '../../contract/formats/tracking';
import { parseValue } from '../../contract/formats/parse';
import type { Tracking, WandbTarget } from '../../contract/tracking';
import { listFiles } from '../../files/tree';
import { locate } from '../../files/location';
import { isFileLocked } from '../../runFolder/fileLock';
import type { Attempt, BegunUpload, Sending, Sink, SinkRecord } from '../sink';
import { sendingLock, sendRun, type SenderOptions } from './sender';
import { isSameProject, targetNow } from './target';
import { readTracking, writeTracking } from './trackingFile';
import type { Upload } from './upload';

/** Weights & Biases. */
export class WandbSink implements Sink<WandbTarget> {
  readonly name = 'W&B';

  constructor(private readonly options: SenderOptions) {}

  isSame(named: WandbTarget, asked: WandbTarget): boolean {
    return isSameProject(named, asked);
  }

  targetNow(tracking: Tracking, current: WandbTarget): WandbTarget {
    return targetNow(tracking, current);
  }

  readTracking(runFolder: string): Promise<Tracking | undefined> {
    return readTracking(runFolder);
  }

  writeTracking(runFolder: string, tracking: Tracking): Promise<void> {
    return writeTracking(runFolder, tracking);
  }

  parseBegun(value: unknown): BegunUpload<WandbTarget> {
    return parseValue(begunUpload, value, 'what was begun');
  }

  async openRecord(runFolder: string, target: WandbTarget): Promise<SinkRecord> {
    // With the descriptions of W&B's records, which take longer to make than all else that an extension begins with.
    const { OfflineRun } = await import('./offlineRun');
    return OfflineRun.open(runFolder, target);
  }

  async whySent(runFolder: string): Promise<string | undefined> {
    const { files } = await listFiles(locate(runFolder, 'wandb')).catch(() => ({ files: [] }));
    const isMarked = files.some(({ name }) => /^offline-run-[^/]+\/run-[^/]+\.wandb\.synced$/.test(name));
    return isMarked ? 'the official wandb sync has sent it.' : undefined;
  }

  isSending(runFolder: string): Promise<boolean> {
    return isFileLocked(sendingLock(runFolder));
  }

  send(sending: Sending<WandbTarget>): Attempt {
    let upload: Upload | undefined;
    const ended = sendRun({ ...sending, onUpload: begun => void (upload = begun) }, this.options);
    return { ended, nudge: () => upload?.nudge() };
  }
}
