export type TestResult = { statistic: number; pValue: number }
