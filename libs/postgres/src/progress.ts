/** Receives one sentence about a slow step, such as creating the database folder. */
export type Progress = (message: string) => void;
