// Answers questions from standard input, [{ what, sql }], over a CSV file that becomes a table once; milliseconds of each
// round, as JSON on standard output: [{ what, rows, milliseconds: [] }].
import { DuckDBInstance } from '@duckdb/node-api';
import { readFileSync } from 'node:fs';

const [csv, database, rounds] = process.argv.slice(2);
const connection = await (await DuckDBInstance.create(database)).connect();
await connection.run(`CREATE TABLE IF NOT EXISTS events AS SELECT * FROM read_csv('${csv}', header = true, sample_size = -1)`);
const answers = [];
for (const { what, sql } of JSON.parse(readFileSync(0, 'utf8'))) {
  const milliseconds = [];
  let rows = 0;
  for (let round = 0; round < Number(rounds); round++) {
    const start = performance.now();
    rows = (await connection.runAndReadAll(sql)).currentRowCount;
    milliseconds.push(performance.now() - start);
  }
  answers.push({ what, rows, milliseconds });
}
process.stdout.write(JSON.stringify(answers));
