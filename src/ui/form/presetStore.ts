import type { Memento } from 'vscode';
import { parseParameters } from '../../contract/parseParameters';
import type { Parameters } from '../../contract/parameters';
import type { Preset } from '../../experiment/presets';

const presetsKey = 'presets';
const lastKey = 'lastParameters';

/** The presets that a person saved, on this machine, and the parameters of the last run of this workspace. */
export class PresetStore {
  constructor(
    private readonly global: Memento,
    private readonly workspace: Memento,
  ) {}

  get all(): readonly Preset[] {
    return this.global.get<readonly Preset[]>(presetsKey, []).flatMap(({ name, parameters }) => {
      const usable = usableParameters(parameters);
      return usable ? [{ name, parameters: usable }] : [];
    });
  }

  /** One of the same name is replaced. */
  async save(preset: Preset): Promise<void> {
    await this.global.update(presetsKey, [...this.all.filter(({ name }) => name !== preset.name), preset]);
  }

  async delete(name: string): Promise<void> {
    await this.global.update(
      presetsKey,
      this.all.filter(preset => preset.name !== name),
    );
  }

  get last(): Parameters | undefined {
    return usableParameters(this.workspace.get(lastKey));
  }

  async setLast(parameters: Parameters): Promise<void> {
    await this.workspace.update(lastKey, parameters);
  }
}

/** Undefined for what another version kept and this one cannot use. */
function usableParameters(value: unknown): Parameters | undefined {
  try {
    return value === undefined ? undefined : parseParameters(value);
  } catch {
    return undefined;
  }
}
