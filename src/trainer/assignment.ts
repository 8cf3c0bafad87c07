import type { Parameters } from '../contract/parameters';
import type { DatasetIdentity, EngineIdentity, TrainedConfig } from '../contract/run';
import type { Dataset } from '../data/dataset';
import type { TrainingSplit } from '../data/split';
import type { TrainingSession } from '../engine/runtime';
import type { Checkpoint } from '../runFolder/checkpoint';
import type { RunWriter } from '../runFolder/runWriter';
import type { EngineWish } from './openEngine';
import type { UnstampedEvent } from './unstampedEvent';

/** What is to be trained: a new run or a resumed one. Everything else is the same for both. */
export interface Assignment {
  readonly parameters: Parameters;
  readonly engine: EngineWish;
  /** The images that it was begun with, if it goes on. */
  readonly begunWith?: DatasetIdentity;
  /** @throws {DataError} if it cannot be trained on these images */
  checkData(dataset: Dataset): void;
  /** Begins to ask other programs for what the run's folder will tell: while the engine opens, when there is nothing else to do. */
  lookAround?(): void;
  /** Makes the run's folder, or takes it over. @throws {RunFolderError} */
  openFolder(facts: DataAndEngine): Promise<OpenedRun>;
}

/** The data and the engine that a run is trained with; known before it has a folder. */
export interface DataAndEngine {
  readonly dataset: Dataset;
  readonly split: TrainingSplit;
  readonly engine: EngineIdentity;
}

export interface OpenedRun {
  readonly config: TrainedConfig;
  readonly writer: RunWriter;
  /** How training begins. @throws {RunFolderError} if the checkpoint cannot be read */
  begin(session: TrainingSession): Promise<Beginning>;
}

export interface Beginning {
  /** Reported before anything else. */
  readonly event: UnstampedEvent;
  /** Where to go on. */
  readonly checkpoint?: Checkpoint | undefined;
  readonly warning?: string | undefined;
}
