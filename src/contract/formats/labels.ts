/** `labels.json`: what a person may change about a run. */
import * as v from 'valibot';
import { flag, list, record, text } from './basics';

const entries = {
  /** Empty: the run is called by what differs from its parent or the defaults. */
  name: text,
  tags: list(text, 1000),
  pinned: flag,
  archived: flag,
};

/** All of them, as one process tells another. */
export const allLabels = record(entries);

/** Some of the labels, as a run is begun with them. */
export const someLabels = v.pipe(
  v.object(
    {
      name: v.exactOptional(entries.name),
      tags: v.exactOptional(entries.tags),
      pinned: v.exactOptional(entries.pinned),
      archived: v.exactOptional(entries.archived),
    },
    'an object',
  ),
  v.readonly(),
);

/** The file: a field that is missing or invalid has its default. */
export const runLabels = v.pipe(
  v.object(
    {
      name: v.fallback(v.optional(entries.name, ''), ''),
      tags: v.fallback(
        v.optional(
          v.pipe(
            v.array(v.unknown()),
            v.maxLength(1000),
            v.transform(tags => tags.filter(tag => typeof tag === 'string')),
            v.readonly(),
          ),
          [],
        ),
        [],
      ),
      pinned: v.fallback(v.optional(flag, false), false),
      archived: v.fallback(v.optional(flag, false), false),
    },
    'an object',
  ),
  v.readonly(),
);
