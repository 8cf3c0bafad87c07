import type { Memento } from 'vscode';
import { parseValue } from '../../contract/formats/parse';
import { savedFilter } from '../../contract/formats/savedFilters';
import { messageOf } from '../../util/messageOf';
import type { Log } from '../sinks/window';

/** A filter with a name. */
export interface SavedFilter {
  readonly name: string;
  /** As `parseFilter` takes it; an older version may have understood another one. */
  readonly filter: string;
}

const key = 'filters';

/** The filters that a person gave a name, in this workspace. */
export class SavedFilters {
  constructor(
    private readonly state: Memento,
    private readonly log: Pick<Log, 'warn'>,
  ) {}

  get all(): readonly SavedFilter[] {
    const kept = this.state.get<unknown>(key);
    return (Array.isArray(kept) ? kept : []).flatMap((one: unknown) => {
      try {
        return [parseValue(savedFilter, one, `A filter in the window's state (${key})`)];
      } catch (error) {
        this.log.warn(messageOf(error));
        return [];
      }
    });
  }

  /** One of the same name is replaced. */
  async save(filter: SavedFilter): Promise<void> {
    await this.state.update(key, [...this.others(filter.name), filter]);
  }

  async delete(name: string): Promise<void> {
    await this.state.update(key, this.others(name));
  }

  private others(name: string): readonly SavedFilter[] {
    return this.all.filter(other => other.name !== name);
  }
}
