import { doctorCommand } from './commands/doctor.ts'
import { fail } from './fail.ts'

await doctorCommand.parseAsync().catch(fail)
