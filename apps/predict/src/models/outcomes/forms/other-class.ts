/** Stands for every class that a model does not know, in counts of actual values. */
export const OTHER_CLASS = '__other__';
