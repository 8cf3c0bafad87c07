import { classNamesOf } from '../../contract/classNames';
import { epochMetrics } from '../../contract/metrics';
import { describeNetwork } from '../../contract/network';
import { engineTitle } from '../../contract/engines';
import type { TrainedConfig } from '../../contract/run';
import { runLabel } from '../../experiment/runLabel';
import { networkInWords } from '../../wording/networkInWords';
import { items, lettersOf, timestamp, type RecordBody } from './recordBody';
import type { RunFacts } from './runFacts';

/** Below a run's `files` folder. */
export const METADATA_FILE = 'wandb-metadata.json';

/** W&B cuts off, or refuses, what is longer. */
const LONGEST_NAME = 128;
const LONGEST_TAG = 64;

/** What stands in a run's record before anything has happened: head, run, metadata, and which metrics are drawn over the epochs. */
export function openingRecords(facts: RunFacts): RecordBody[] {
  const hasValidation = facts.config.dataset.validationImages > 0;
  const drawn = epochMetrics.filter(({ measuredOn }) => measuredOn !== 'validation' || hasValidation).flatMap(({ wandb }) => wandb ?? []);
  return [
    { recordType: { case: 'header', value: { versionInfo: { producer: `digits-lab ${facts.config.environment.version}` } } } },
    runRecord(facts),
    { recordType: { case: 'files', value: { files: [{ path: METADATA_FILE }] } } },
    { recordType: { case: 'metric', value: { name: 'epoch', options: { defined: true } } } },
    ...drawn.map((name): RecordBody => {
      return { recordType: { case: 'metric', value: { name, stepMetric: 'epoch', options: { stepSync: true, defined: true } } } };
    }),
  ];
}

function runRecord({ config, labels, notes, target }: RunFacts): RecordBody {
  const name = runLabel({ labels, parameters: config.parameters });
  const tags = labels.tags.map(tag => tag.trim().slice(0, LONGEST_TAG)).filter(Boolean);
  return {
    recordType: {
      case: 'run',
      value: {
        runId: config.id,
        entity: target.entity,
        project: target.project,
        config: { update: items(configOf(config)) },
        runGroup: target.group,
        jobType: target.jobType,
        displayName: name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME - 1)}…` : name,
        notes,
        tags: [...new Set(tags)],
        startTime: timestamp(config.createdAt),
        ...(config.git && { git: { commit: config.git.commit } }),
      },
    },
    control: mailboxSlot(config, 'run'),
  };
}

/** The parameters under their own names, and what else decides the result. */
function configOf({ parameters, dataset, engine, environment, trainer, git, parent, design }: TrainedConfig): Record<string, unknown> {
  const network = describeNetwork(parameters, dataset);
  return {
    ...parameters,
    dataset_name: dataset.name,
    dataset_sha256: dataset.sha256,
    image_height: dataset.height,
    image_width: dataset.width,
    images_transposed: dataset.transposed,
    classes: dataset.classes,
    class_names: dataset.classNames && classNamesOf(dataset, dataset.classes),
    train_images: dataset.trainImages,
    validation_images: dataset.validationImages,
    test_images: dataset.testImages,
    network: networkInWords(network),
    network_parameters: network.parameterCount,
    engine: engineTitle(engine.name),
    engine_version: engine.version,
    threads: engine.threads,
    instruction_set: environment.instructionSet,
    digits_lab_version: environment.version,
    numerics_version: trainer.numericsVersion,
    git_branch: git?.branch,
    git_dirty: git?.dirty,
    parent_run: parent,
    design,
  };
}

/** What `wandb-metadata.json` holds: the machine, as far as the run's own config names it. No command line, no environment. */
export function metadataOf({ config: { createdAt, environment, author, git } }: RunFacts): object {
  return {
    os: environment.os,
    cpu: environment.cpu,
    node: environment.node,
    program: `Digits Lab ${environment.version}`,
    startedAt: createdAt,
    ...(author !== null && { username: author }),
    ...(git && { git: { commit: git.commit } }),
  };
}

/** Without one `wandb sync` 0.28 waits for ever. */
export function mailboxSlot({ id }: TrainedConfig, record: 'run' | 'exit'): { readonly mailboxSlot: string } {
  return { mailboxSlot: lettersOf(12, id, record) };
}
