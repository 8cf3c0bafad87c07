/** How `digits run-plan` ends: with what came of the run. */
export const RunPlanExit = {
  completed: 0,
  failed: 1,
  badUsage: 2,
  diverged: 3,
  refused: 4,
  lost: 5,
  /** EX_TEMPFAIL: the same command goes on. */
  interrupted: 75,
} as const;
