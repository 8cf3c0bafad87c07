import path from 'node:path';
import type { UserState } from '../files/userState';
import type { BegunUpload, Sink } from './sink';

/**
 * The runs that this user began to record or to send. A run's folder states this too, but it may have come from elsewhere: what it states
 * is shown, and followed only when a person confirms it.
 */
export class BegunUploads<Target> {
  constructor(
    private readonly state: UserState,
    private readonly sink: Pick<Sink<Target>, 'parseBegun'>,
  ) {}

  async find(runFolder: string): Promise<BegunUpload<Target> | undefined> {
    const found = await this.state.read(nameOf(runFolder));
    try {
      return found === undefined ? undefined : this.sink.parseBegun(found);
    } catch {
      // A note that cannot be read counts as missing.
      return undefined;
    }
  }

  /** @throws the system's error, if it cannot be kept */
  async remember(runFolder: string, begun: BegunUpload<Target>): Promise<void> {
    await this.state.write(nameOf(runFolder), begun);
  }

  /** A run that was not begun is no error. */
  async forget(runFolder: string): Promise<void> {
    await this.state.remove(nameOf(runFolder));
  }
}

function nameOf(runFolder: string): string {
  return path.resolve(runFolder);
}
