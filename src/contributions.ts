/**
 * All ids that package.json contributes, with the types of their arguments and values. A test in the extension host compares them with
 * package.json.
 */
import type { Artifact } from './contract/dashboard';
import type { acceptedChoices } from './contract/engines';
import type { Parameters } from './contract/parameters';
import type { TrackingMode } from './contract/tracking';

/** Argument of `digitsLab.train`: parameters (those that are missing have their default), alone or with what else there is to say. */
export type TrainArgument = Partial<Parameters> | TrainOptions;

export interface TrainOptions {
  readonly parameters: Partial<Parameters>;
  readonly name?: string;
  readonly tags?: readonly string[];
  /** What is expected of it; its notes begin with that. */
  readonly hypothesis?: string;
  /** The run that this one is made from. */
  readonly parent?: string;
  /** Whether its dashboard opens; by default the setting decides. */
  readonly open?: boolean;
}

/** What a command on a run is given: its id, or the row of the tree that was clicked. */
export type RunArgument = string | { readonly runId: string };

/** What a command on a comparison is given: its id, or the row of the view that was clicked. */
export type ComparisonArgument = string | { readonly comparisonId: string };

/**
 * What a plan is named by: the id of a sweep or comparison, a row of the view Comparisons, or the file of a plan or of a batch script beside
 * one, by its address or as the explorer gives it.
 */
export type PlanArgument = ComparisonArgument | { readonly fsPath: string };

/** Tasks of a plan at Slurm: a row of the view Queue. */
export interface TasksArgument {
  /** The plan's folder. */
  readonly folder: string;
  /** The ids of their runs. */
  readonly tasks: readonly string[];
}

/** Commands and the type of their first argument; a second one is the selection of a tree. */
export interface CommandArguments {
  'digitsLab.train': TrainArgument | undefined;
  /** What a click on the row of a run does. */
  'digitsLab.preview': string;
  'digitsLab.openDashboard': RunArgument | undefined;
  /** Without a run: that of the active dashboard. */
  'digitsLab.keepOpen': RunArgument | undefined;
  'digitsLab.openMetrics': RunArgument | undefined;
  'digitsLab.openConfusionMatrix': RunArgument | undefined;
  'digitsLab.openConfig': RunArgument | undefined;
  /** Two selected runs, or one that another one is chosen for. */
  'digitsLab.compareConfigs': RunArgument | undefined;
  'digitsLab.openNotes': RunArgument | undefined;
  /** Of several runs: a comparison. */
  'digitsLab.writeReport': RunArgument | undefined;
  /** Asks what the runs become, and where. */
  'digitsLab.export': RunArgument | undefined;
  'digitsLab.openArtifact': { readonly runId: string; readonly artifact: Artifact };
  'digitsLab.stop': RunArgument | undefined;
  'digitsLab.resume': RunArgument | undefined;
  'digitsLab.rerun': RunArgument | undefined;
  'digitsLab.reproduce': RunArgument | undefined;
  'digitsLab.rename': RunArgument | undefined;
  'digitsLab.pin': RunArgument | undefined;
  'digitsLab.unpin': RunArgument | undefined;
  'digitsLab.editTags': RunArgument | undefined;
  'digitsLab.archive': RunArgument | undefined;
  'digitsLab.unarchive': RunArgument | undefined;
  'digitsLab.delete': RunArgument | undefined;
  'digitsLab.undo': undefined;
  'digitsLab.restore': RunArgument | undefined;
  'digitsLab.reveal': RunArgument | undefined;
  'digitsLab.copyId': RunArgument | undefined;
  /** Runs by their ids; without any, those that are checked. */
  'digitsLab.compareRuns': RunArgument | readonly string[] | undefined;
  /** A run with another one, which is chosen. */
  'digitsLab.compareWith': RunArgument | undefined;
  'digitsLab.openRunsTable': undefined;
  /** A run to begin with, or several that are compared as they are. */
  'digitsLab.effect': RunArgument | readonly string[] | undefined;
  'digitsLab.openComparison': ComparisonArgument | undefined;
  'digitsLab.copyComparison': ComparisonArgument | undefined;
  'digitsLab.openComparisonReport': ComparisonArgument | undefined;
  /** To MLflow, its runs nested in it. */
  'digitsLab.exportComparison': ComparisonArgument | undefined;
  'digitsLab.addSeeds': ComparisonArgument | undefined;
  'digitsLab.deleteComparison': ComparisonArgument | undefined;
  'digitsLab.uncheckAll': undefined;
  'digitsLab.sortRuns': undefined;
  'digitsLab.groupRuns': undefined;
  'digitsLab.filterRuns': undefined;
  'digitsLab.clearFilter': undefined;
  'digitsLab.showArchived': undefined;
  'digitsLab.hideArchived': undefined;
  /** A run whose parameters it begins with. */
  'digitsLab.newSweep': RunArgument | undefined;
  /** The address of the file, or what the explorer gives; without any that of the active editor. */
  'digitsLab.runPlan': string | { readonly fsPath: string } | undefined;
  /** The id of the sweep; without any it asks. */
  'digitsLab.openSweep': string | undefined;
  /** Addresses of files and folders; without any it asks. */
  'digitsLab.importArrays': readonly string[] | undefined;
  /** Has the scripts in new terminals send their runs here. */
  'digitsLab.trackPython': undefined;
  'digitsLab.stopTrackingPython': undefined;
  /** Has logs become runs while they are written; asks which. */
  'digitsLab.followFiles': undefined;
  'digitsLab.stopFollowing': undefined;
  'digitsLab.importFolder': undefined;
  'digitsLab.refresh': undefined;
  'digitsLab.pauseQueue': undefined;
  'digitsLab.continueQueue': undefined;
  'digitsLab.startQueued': RunArgument | undefined;
  'digitsLab.startAllQueued': undefined;
  /** Stops what this window trains and empties the queue. */
  'digitsLab.stopAll': undefined;
  /** Trains failed runs of the queue once more: all of them, or those that are given. */
  'digitsLab.retryFailed': RunArgument | undefined;
  /** Puts back what was taken out of the queue last. */
  'digitsLab.putBack': undefined;
  'digitsLab.moveUp': RunArgument | undefined;
  'digitsLab.moveDown': RunArgument | undefined;
  'digitsLab.removeFromQueue': RunArgument | undefined;
  /** Asks first; has the runs of a plan that are neither done nor at work trained by Slurm. */
  'digitsLab.slurm.submit': PlanArgument | undefined;
  'digitsLab.slurm.submitAgain': TasksArgument | undefined;
  'digitsLab.slurm.cancel': TasksArgument | undefined;
  'digitsLab.slurm.cancelAll': TasksArgument | undefined;
  'digitsLab.slurm.requeue': TasksArgument | undefined;
  'digitsLab.slurm.openLog': TasksArgument | undefined;
  'digitsLab.slurm.openScript': TasksArgument | undefined;
  'digitsLab.slurm.copyJobId': TasksArgument | undefined;
  'digitsLab.slurm.dismiss': TasksArgument | undefined;
  'digitsLab.wandb.signIn': undefined;
  'digitsLab.wandb.signOut': undefined;
  'digitsLab.wandb.sync': RunArgument | undefined;
  'digitsLab.wandb.syncAll': undefined;
  'digitsLab.wandb.openRun': RunArgument | undefined;
  'digitsLab.showLog': RunArgument | undefined;
  /** Measures the engines of this machine. */
  'digitsLab.showEngines': undefined;
  'digitsLab.openSettings': undefined;
  'digitsLab.openWalkthrough': undefined;
}

export type CommandId = keyof CommandArguments;

const commands: Readonly<Record<CommandId, true>> = {
  'digitsLab.train': true,
  'digitsLab.preview': true,
  'digitsLab.openDashboard': true,
  'digitsLab.keepOpen': true,
  'digitsLab.openMetrics': true,
  'digitsLab.openConfusionMatrix': true,
  'digitsLab.openConfig': true,
  'digitsLab.compareConfigs': true,
  'digitsLab.openNotes': true,
  'digitsLab.writeReport': true,
  'digitsLab.export': true,
  'digitsLab.openArtifact': true,
  'digitsLab.stop': true,
  'digitsLab.resume': true,
  'digitsLab.rerun': true,
  'digitsLab.reproduce': true,
  'digitsLab.rename': true,
  'digitsLab.pin': true,
  'digitsLab.unpin': true,
  'digitsLab.editTags': true,
  'digitsLab.archive': true,
  'digitsLab.unarchive': true,
  'digitsLab.delete': true,
  'digitsLab.undo': true,
  'digitsLab.restore': true,
  'digitsLab.reveal': true,
  'digitsLab.copyId': true,
  'digitsLab.compareRuns': true,
  'digitsLab.compareWith': true,
  'digitsLab.openRunsTable': true,
  'digitsLab.effect': true,
  'digitsLab.openComparison': true,
  'digitsLab.copyComparison': true,
  'digitsLab.openComparisonReport': true,
  'digitsLab.exportComparison': true,
  'digitsLab.addSeeds': true,
  'digitsLab.deleteComparison': true,
  'digitsLab.uncheckAll': true,
  'digitsLab.sortRuns': true,
  'digitsLab.groupRuns': true,
  'digitsLab.filterRuns': true,
  'digitsLab.clearFilter': true,
  'digitsLab.showArchived': true,
  'digitsLab.hideArchived': true,
  'digitsLab.newSweep': true,
  'digitsLab.runPlan': true,
  'digitsLab.openSweep': true,
  'digitsLab.importArrays': true,
  'digitsLab.trackPython': true,
  'digitsLab.stopTrackingPython': true,
  'digitsLab.followFiles': true,
  'digitsLab.stopFollowing': true,
  'digitsLab.importFolder': true,
  'digitsLab.refresh': true,
  'digitsLab.pauseQueue': true,
  'digitsLab.continueQueue': true,
  'digitsLab.startQueued': true,
  'digitsLab.startAllQueued': true,
  'digitsLab.stopAll': true,
  'digitsLab.retryFailed': true,
  'digitsLab.putBack': true,
  'digitsLab.moveUp': true,
  'digitsLab.moveDown': true,
  'digitsLab.removeFromQueue': true,
  'digitsLab.slurm.submit': true,
  'digitsLab.slurm.submitAgain': true,
  'digitsLab.slurm.cancel': true,
  'digitsLab.slurm.cancelAll': true,
  'digitsLab.slurm.requeue': true,
  'digitsLab.slurm.openLog': true,
  'digitsLab.slurm.openScript': true,
  'digitsLab.slurm.copyJobId': true,
  'digitsLab.slurm.dismiss': true,
  'digitsLab.wandb.signIn': true,
  'digitsLab.wandb.signOut': true,
  'digitsLab.wandb.sync': true,
  'digitsLab.wandb.syncAll': true,
  'digitsLab.wandb.openRun': true,
  'digitsLab.showLog': true,
  'digitsLab.showEngines': true,
  'digitsLab.openSettings': true,
  'digitsLab.openWalkthrough': true,
};

/** Commands that train or change something or reach the network: in Restricted Mode none of them does anything. */
export const commandsForTrusted: readonly CommandId[] = [
  'digitsLab.writeReport',
  'digitsLab.effect',
  'digitsLab.openComparisonReport',
  'digitsLab.exportComparison',
  'digitsLab.addSeeds',
  'digitsLab.deleteComparison',
  'digitsLab.stop',
  'digitsLab.resume',
  'digitsLab.rerun',
  'digitsLab.reproduce',
  'digitsLab.rename',
  'digitsLab.pin',
  'digitsLab.unpin',
  'digitsLab.editTags',
  'digitsLab.archive',
  'digitsLab.unarchive',
  'digitsLab.delete',
  'digitsLab.undo',
  'digitsLab.restore',
  'digitsLab.newSweep',
  'digitsLab.runPlan',
  'digitsLab.importArrays',
  'digitsLab.trackPython',
  'digitsLab.stopTrackingPython',
  'digitsLab.followFiles',
  'digitsLab.stopFollowing',
  'digitsLab.importFolder',
  'digitsLab.pauseQueue',
  'digitsLab.continueQueue',
  'digitsLab.startQueued',
  'digitsLab.startAllQueued',
  'digitsLab.stopAll',
  'digitsLab.retryFailed',
  'digitsLab.putBack',
  'digitsLab.moveUp',
  'digitsLab.moveDown',
  'digitsLab.removeFromQueue',
  'digitsLab.slurm.submit',
  'digitsLab.slurm.submitAgain',
  'digitsLab.slurm.cancel',
  'digitsLab.slurm.cancelAll',
  'digitsLab.slurm.requeue',
  'digitsLab.slurm.dismiss',
  'digitsLab.wandb.signIn',
  'digitsLab.wandb.signOut',
  'digitsLab.wandb.sync',
  'digitsLab.wandb.syncAll',
  'digitsLab.wandb.openRun',
  'digitsLab.showEngines',
];

export const commandIds = Object.keys(commands) as readonly CommandId[];

export const viewIds = { runs: 'digitsLab.runs', comparisons: 'digitsLab.comparisons', queue: 'digitsLab.queue' } as const;

/** The type of the dashboard's panels. */
export const dashboardViewType = 'digitsLab.dashboard';

/** The types of the panels of several runs. */
export const comparisonViewType = 'digitsLab.comparison';
export const runsTableViewType = 'digitsLab.runsTable';

/** The type of the panels of sweeps. */
export const sweepViewType = 'digitsLab.sweep';
/** The type of the panels of what one parameter did. */
export const effectViewType = 'digitsLab.effect';

export const walkthroughId = 'digitsLab.start';

/** Settings and the type of their values. */
export interface SettingValues {
  'digitsLab.runsFolder': string;
  /** Of each open folder its own. */
  'digitsLab.follow': readonly string[];
  'digitsLab.engine': (typeof acceptedChoices)[number];
  'digitsLab.tensorflow': string;
  'digitsLab.threads': number;
  'digitsLab.maxConcurrentRuns': number;
  'digitsLab.openDashboard': boolean;
  'digitsLab.notifications': 'all' | 'failures' | 'none';
  'digitsLab.slurm.partition': string;
  'digitsLab.slurm.account': string;
  'digitsLab.slurm.qos': string;
  'digitsLab.slurm.constraint': string;
  'digitsLab.slurm.minutes': number;
  'digitsLab.slurm.megabytes': number;
  'digitsLab.slurm.cpus': number;
  'digitsLab.slurm.throttle': number;
  'digitsLab.slurm.graceSeconds': number;
  'digitsLab.slurm.modules': readonly string[];
  'digitsLab.slurm.container': 'none' | 'apptainer' | 'pyxis';
  'digitsLab.slurm.containerImage': string;
  'digitsLab.slurm.containerMounts': readonly string[];
  'digitsLab.slurm.template': string;
  'digitsLab.slurm.command': readonly string[];
  'digitsLab.wandb.mode': TrackingMode;
  'digitsLab.wandb.project': string;
  'digitsLab.wandb.entity': string;
  'digitsLab.wandb.group': string;
  'digitsLab.wandb.jobType': string;
  'digitsLab.wandb.baseUrl': string;
}

const settings: Readonly<Record<keyof SettingValues, true>> = {
  'digitsLab.runsFolder': true,
  'digitsLab.follow': true,
  'digitsLab.engine': true,
  'digitsLab.tensorflow': true,
  'digitsLab.threads': true,
  'digitsLab.maxConcurrentRuns': true,
  'digitsLab.openDashboard': true,
  'digitsLab.notifications': true,
  'digitsLab.slurm.partition': true,
  'digitsLab.slurm.account': true,
  'digitsLab.slurm.qos': true,
  'digitsLab.slurm.constraint': true,
  'digitsLab.slurm.minutes': true,
  'digitsLab.slurm.megabytes': true,
  'digitsLab.slurm.cpus': true,
  'digitsLab.slurm.throttle': true,
  'digitsLab.slurm.graceSeconds': true,
  'digitsLab.slurm.modules': true,
  'digitsLab.slurm.container': true,
  'digitsLab.slurm.containerImage': true,
  'digitsLab.slurm.containerMounts': true,
  'digitsLab.slurm.template': true,
  'digitsLab.slurm.command': true,
  'digitsLab.wandb.mode': true,
  'digitsLab.wandb.project': true,
  'digitsLab.wandb.entity': true,
  'digitsLab.wandb.group': true,
  'digitsLab.wandb.jobType': true,
  'digitsLab.wandb.baseUrl': true,
};

export const settingIds = Object.keys(settings) as readonly (keyof SettingValues)[];

/** Context keys and the type of their values. */
export interface ContextValues {
  /** There is a run, shown or hidden. */
  'digitsLab.hasRuns': boolean;
  'digitsLab.isFiltered': boolean;
  /** There is a comparison of one parameter's levels. */
  'digitsLab.hasComparisons': boolean;
  /** The active editor is the dashboard whose panel the next run takes. */
  'digitsLab.isPreview': boolean;
  /** Two or more runs are checked. */
  'digitsLab.canCompare': boolean;
  /** A run is checked. */
  'digitsLab.hasChecked': boolean;
  /** Something was done to runs that can be taken back. */
  'digitsLab.canUndo': boolean;
  'digitsLab.showsArchived': boolean;
  'digitsLab.isQueuePaused': boolean;
  'digitsLab.hasQueue': boolean;
  /** A run waits that this user did not ask for. */
  'digitsLab.hasUnasked': boolean;
  /** A run waits, or is trained by this window. */
  'digitsLab.canStopAll': boolean;
  /** A run of the queue has failed and may be trained once more. */
  'digitsLab.canRetry': boolean;
  /** Something was taken out of the queue that can be put back. */
  'digitsLab.canPutBack': boolean;
  /** Plans can be submitted to Slurm: it is on this machine, or a setting speaks of it. */
  'digitsLab.hasSlurm': boolean;
  /** There is a run that was recorded for Weights & Biases and is not there. */
  'digitsLab.hasUnsent': boolean;
  /** Python scripts in this window's terminals send their runs to it. */
  'digitsLab.isTrackingPython': boolean;
  /** Log files are followed. */
  'digitsLab.isFollowing': boolean;
}

const contextKeys: Readonly<Record<keyof ContextValues, true>> = {
  'digitsLab.hasRuns': true,
  'digitsLab.isFiltered': true,
  'digitsLab.hasComparisons': true,
  'digitsLab.isPreview': true,
  'digitsLab.canCompare': true,
  'digitsLab.hasChecked': true,
  'digitsLab.canUndo': true,
  'digitsLab.showsArchived': true,
  'digitsLab.isQueuePaused': true,
  'digitsLab.hasQueue': true,
  'digitsLab.hasUnasked': true,
  'digitsLab.canStopAll': true,
  'digitsLab.canRetry': true,
  'digitsLab.canPutBack': true,
  'digitsLab.hasSlurm': true,
  'digitsLab.hasUnsent': true,
  'digitsLab.isTrackingPython': true,
  'digitsLab.isFollowing': true,
};

export const contextKeyIds = Object.keys(contextKeys) as readonly (keyof ContextValues)[];
