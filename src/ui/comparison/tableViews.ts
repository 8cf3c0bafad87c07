import type { Memento } from 'vscode';
import type { TableView } from '../../contract/comparison';
import { tableView } from '../../contract/formats/comparison';
import { parseValue } from '../../contract/formats/parse';
import { Emitter, type Disposable } from '../../util/emitter';
import { messageOf } from '../../util/messageOf';
import type { Log } from '../sinks/window';

const key = 'tableViews';

/** The ways to look at the table of runs that a person gave a name, in this workspace. */
export class TableViews implements Disposable {
  private readonly changes = new Emitter<void>();
  readonly onChanged = this.changes.event;

  constructor(
    private readonly state: Memento,
    private readonly log: Pick<Log, 'warn'>,
  ) {}

  get all(): readonly TableView[] {
    const kept = this.state.get<unknown>(key);
    return (Array.isArray(kept) ? kept : []).flatMap((one: unknown) => {
      try {
        return [parseValue(tableView, one, `A view in the window's state (${key})`)];
      } catch (error) {
        this.log.warn(messageOf(error));
        return [];
      }
    });
  }

  /** One of the same name is replaced. */
  async save(view: TableView): Promise<void> {
    await this.keep([...this.others(view.name), view]);
  }

  async delete(name: string): Promise<void> {
    await this.keep(this.others(name));
  }

  dispose(): void {
    this.changes.dispose();
  }

  private others(name: string): readonly TableView[] {
    return this.all.filter(other => other.name !== name);
  }

  private async keep(views: readonly TableView[]): Promise<void> {
    await this.state.update(key, views);
    this.changes.fire();
  }
}
