/** The first line of every report. A file without it was written by someone, and is left alone. */
export const REPORT_MARK =
  '<!-- A report of Digits Lab: it is written anew each time, so that words of your own belong into the notes. -->';
