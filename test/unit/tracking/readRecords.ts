import path from 'node:path';
import { RecordReader } from '../../../src/tracking/wandb/recordFile';
import type { Record } from '../../../src/tracking/wandb/wandb_pb';

/** Every whole record of a `.wandb` file. */
export function readRecords(file: string): Promise<Record[]> {
  return new RecordReader(path.dirname(file), path.basename(file)).read();
}
