import type { Memento } from 'vscode';
import { runDraft } from '../../contract/formats/draft';
import { parseValue } from '../../contract/formats/parse';
import type { RunDraft } from '../../contract/runDraft';

const key = 'trainDraft';

/** What a person had filled in when the form was closed without a start, in this workspace. */
export class DraftStore {
  constructor(private readonly workspace: Memento) {}

  /** Undefined if there is none, or one that another version kept and this one cannot use. */
  get draft(): RunDraft | undefined {
    const kept = this.workspace.get<unknown>(key);
    if (kept === undefined) return undefined;
    try {
      return parseValue(runDraft, kept, key);
    } catch {
      return undefined;
    }
  }

  async set(draft: RunDraft | undefined): Promise<void> {
    await this.workspace.update(key, draft);
  }
}
