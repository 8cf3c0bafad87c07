/** What the dashboard of a run says to the extension host, and what it keeps of itself. */
import * as v from 'valibot';
import { normalisations } from '../normalisation';
import { flag, oneOf, only, record, runId, text } from './basics';

export const runAction = oneOf(['stop', 'resume', 'rerun', 'reproduce', 'openParent', 'openConfig', 'openNotes', 'showLog', 'reveal']);

export const dashboardSection = oneOf(['live', 'evaluation', 'artifacts']);

/** An exported picture has a few megabytes at most. */
const saved = v.pipe(v.string('text'), v.maxLength(100_000_000, 'a shorter text'));

export const savedContent = v.union([v.strictObject({ text: saved }), v.strictObject({ base64: saved })], 'an object with text or base64');

export const fromDashboard = v.variant(
  'type',
  [
    record({ type: only('ready') }),
    record({ type: only('act'), action: runAction }),
    /** The path as it is shown. */
    record({ type: oneOf(['openArtifact', 'revealArtifact']), path: text }),
    /** Through the host's save dialog. */
    record({ type: only('save'), fileName: text, content: savedContent }),
    /** Something broke in the dashboard. */
    record({ type: only('failed'), message: text }),
  ],
  'a message of the dashboard',
);

export const savedView = record({
  runId,
  section: v.optional(dashboardSection, 'live'),
  /** Of the confusion matrix. */
  normalisation: v.optional(oneOf(normalisations), 'counts'),
  lossScale: v.optional(oneOf(['log', 'linear']), 'log'),
  /** All parameters, or only those that differ. */
  showsAllParameters: v.optional(v.fallback(flag, true), true),
});
