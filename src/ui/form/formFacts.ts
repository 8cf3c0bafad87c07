import type { Parameters } from '../../contract/parameters';
import type { RunDraft } from '../../contract/runDraft';
import type { Machine } from '../../experiment/estimate';
import type { DraftStore } from './draftStore';
import type { PresetStore } from './presetStore';

/** What the form knows besides what is filled in. */
export interface FormFacts {
  readonly presets: PresetStore;
  readonly drafts: DraftStore;
  /** With the engine that the settings name. */
  readonly machine: Machine;
  /** The tags in use. */
  readonly tags: readonly string[];
  /** The run that another one is made from; undefined if it is not there any more. */
  readonly findParent: (id: string) => Parent | undefined;
}

export interface Parent {
  readonly label: string;
  readonly parameters: Parameters;
}

export function parentOf({ parent }: RunDraft, { findParent }: FormFacts): Parent | undefined {
  return parent === null ? undefined : findParent(parent);
}

/** The machine with the engine that is filled in. */
export function machineFor({ engine }: RunDraft, { machine }: FormFacts): Machine {
  return engine === null ? machine : { ...machine, engine };
}
