/** What the sentences about a topic of the taxonomy speak of; plural nouns, people, and base-form verbs. */
export type Vocabulary = {
  topic: string
  things: readonly string[]
  people: readonly string[]
  doings: readonly string[]
}

const list = (text: string): string[] => text.split(', ')

const vocabulary = (topic: string, things: string, people: string, doings: string): Vocabulary => ({
  topic,
  things: list(things),
  people: list(people),
  doings: list(doings),
})

export const VOCABULARIES: readonly Vocabulary[] = [
  vocabulary(
    'Culture and the arts',
    'watercolours, folk songs, short films, puppet shows, picture books, choir pieces, pottery glazes, café murals',
    'painters, choir singers, librarians, stagehands, amateur actors',
    'mix a warm grey, read a score, sketch a face, frame a print, rehearse a duet, plan an exhibition',
  ),
  vocabulary(
    'Geography and places',
    'river valleys, coastal towns, hiking trails, harbour maps, mountain huts, ferry routes, island villages, old bridges',
    'hikers, map makers, ferry crews, local guides, cyclists',
    'read a contour map, plan a train journey, find north without a compass, pack for a week, cross a border',
  ),
  vocabulary(
    'Health and fitness',
    'stretching routines, running shoes, sleep habits, breathing exercises, oat breakfasts, evening walks, swimming lessons',
    'runners, nurses, swimmers, coaches, night-shift workers',
    'warm up properly, build a weekly routine, fall asleep earlier, run five kilometres, cook with less salt',
  ),
  vocabulary(
    'History and events',
    'market towns, trade routes, old letters, lighthouse logs, steam engines, village fairs, town archives, coins',
    'archivists, historians, museum guides, teachers, letter writers',
    'date an old photograph, read old handwriting, trace a family tree, compare two sources, draw a timeline',
  ),
  vocabulary(
    'Human activities',
    'sourdough loaves, vegetable beds, board games, bicycle chains, knitting patterns, picnic baskets, bookshelves, kites',
    'gardeners, bakers, neighbours, weekend cooks, beginners',
    'bake a loaf, repair a puncture, grow tomatoes, fold a paper boat, sharpen a knife, plan a picnic',
  ),
  vocabulary(
    'Mathematics and logic',
    'fractions, prime numbers, truth tables, number puzzles, triangles, probabilities, proofs, chess problems',
    'students, tutors, puzzle lovers, engineers, statisticians',
    'solve a quadratic, prove a simple theorem, estimate a square root, count the combinations, check a proof',
  ),
  vocabulary(
    'Natural and physical sciences',
    'tide pools, magnets, rain clouds, mosses, volcanoes, bird calls, comets, crystals',
    'birdwatchers, chemists, stargazers, geologists, biology teachers',
    'identify a bird, measure rainfall, grow a crystal, explain a rainbow, focus a telescope, press a flower',
  ),
  vocabulary(
    'People and self',
    'diaries, small talk, friendships, morning rituals, job interviews, first impressions, thank-you notes, shared meals',
    'colleagues, shy people, parents, flatmates, new neighbours',
    'apologise to a friend, remember names, start a conversation, write a thank-you note, ask for feedback',
  ),
  vocabulary(
    'Philosophy and thinking',
    'thought experiments, definitions, paradoxes, habits of mind, good questions, arguments, analogies, doubts',
    'philosophers, debaters, sceptics, curious readers, pupils',
    'weigh two arguments, question an assumption, tell a cause from a sign, argue both sides, change your mind',
  ),
  vocabulary(
    'Religion and belief systems',
    'festival calendars, temple gardens, hymns, pilgrim paths, creation stories, candles, fasting days, bells',
    'pilgrims, monks, choir leaders, scholars, festival visitors',
    'visit a temple politely, compare two calendars, prepare a festival meal, follow a service, explain a custom',
  ),
  vocabulary(
    'Society and social sciences',
    'public libraries, surveys, bus timetables, town councils, school lunches, recycling rules, rent contracts, street markets',
    'councillors, volunteers, tenants, survey takers, shopkeepers',
    'write to a council, read a survey, organise a street party, compare two budgets, register to vote',
  ),
  vocabulary(
    'Technology and applied sciences',
    'spreadsheets, backups, solar panels, weather sensors, keyboards, passwords, soldering irons, web pages',
    'programmers, electricians, tinkerers, technicians, gadget owners',
    'back up a laptop, write a first program, wire a lamp, choose a strong password, sort a spreadsheet',
  ),
]
