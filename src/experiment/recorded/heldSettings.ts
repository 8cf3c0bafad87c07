import type { JsonValue } from '../../contract/formats/recording';
import { parameterTable, type KnownParameters, type ParameterName } from '../../contract/parameters';
import { plainName, settingNames } from '../../contract/settingNames';
import { random } from '../../util/random';
import { oneLine } from '../../util/shownText';
import { flatSettings, settingText } from './settings';

/** So many settings of a run are compared. */
export const MOST_HELD = 500;

/** Names and texts that are longer are told by their beginning and a digest. */
const LONGEST = 120;

/** The settings of a run that another tool recorded, as they are compared with those of another run. */
export interface HeldSettings {
  /** By their places (`optimizer.name`), each in one spelling: `0.001` of 1e-3 and of "0.001". */
  readonly values: Readonly<Record<string, string>>;
  /** Whether there are more. */
  readonly hasMore: boolean;
}

/** What a run was given, but for what only names it, or says where it writes and what it shows. */
export function heldSettings(config: Readonly<Record<string, JsonValue>>): HeldSettings {
  const held: [string, string][] = [];
  for (const [name, value] of flatSettings(config)) {
    if (isNameOrPlace(name)) continue;
    if (held.length >= MOST_HELD) return { values: Object.fromEntries(held), hasMore: true };
    held.push([inBounds(name), inBounds(canonical(value))]);
  }
  return { values: Object.fromEntries(held), hasMore: false };
}

/** Of the run itself, wherever it stands in the settings. */
const naming: ReadonlySet<string> = new Set(
  'run_name run_id exp_name exp_id experiment_name experiment_id project_name group_name job_type timestamp datetime start_time started_at created_at hostname username output_dir out_dir output_path log_dir log_path log_file logging_dir save_dir save_path checkpoint_dir checkpoint_path ckpt_dir ckpt_path run_dir result_dir results_dir work_dir default_root_dir wandb_dir log_interval log_every log_every_n_steps log_level verbose'
    .split(' ')
    .map(plainName),
);

/** The same where it stands in no other object: the name of an optimizer is no name of a run. */
const namingAtTop: ReadonlySet<string> = new Set(
  'name id run experiment project entity group tags notes description date time host user pid output out logdir'.split(' '),
);

function isNameOrPlace(name: string): boolean {
  return naming.has(plainName(name.slice(name.lastIndexOf('.') + 1))) || namingAtTop.has(plainName(name));
}

/** MLflow keeps every setting as a text, Python writes `True`. */
function canonical(value: JsonValue): string {
  const told = settingText(value);
  if (/^(true|false|none|null)$/i.test(told)) return told.toLowerCase().replace('null', 'none');
  return /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i.test(told) && !/\d{16}/.test(told) ? String(Number(told)) : told;
}

function inBounds(told: string): string {
  const line = oneLine(told, LONGEST);
  return told.length <= LONGEST ? line : `${line} #${random(told).uint32().toString(16)}`;
}

/** The setting that is a parameter of Digits Lab, if the run has one: the first of its names that there is, as parameters are read. */
export function settingOf({ values }: HeldSettings, parameter: ParameterName): string | undefined {
  const called = Object.keys(values);
  for (const name of settingNames(parameter)) {
    const found = called.findLast(one => plainName(one) === plainName(name));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The value of a setting; undefined where a run does not have it. */
export function settingAt(settings: HeldSettings | undefined, place: string): string | undefined {
  return settings && Object.hasOwn(settings.values, place) ? settings.values[place] : undefined;
}

/**
 * The places of a run's settings beside its known parameters. One that has the value of a parameter under another of its names
 * (`optimizer.lr` beside `lr`) is that parameter once more.
 */
export function otherSettings(settings: HeldSettings, known: KnownParameters): ReadonlySet<string> {
  const others = new Set(Object.keys(settings.values));
  for (const { name } of parameterTable) {
    const own = settingOf(settings, name);
    if (own === undefined || known[name] === undefined) continue;
    const called = settingNames(name).map(plainName);
    for (const [place, value] of Object.entries(settings.values)) {
      const isCalledSo = called.includes(plainName(place.slice(place.lastIndexOf('.') + 1)));
      if (place === own || (isCalledSo && value === settings.values[own])) others.delete(place);
    }
  }
  return others;
}
