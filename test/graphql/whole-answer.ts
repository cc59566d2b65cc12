/**
 * Asks every field of the types that say something about a dataset, once at least. The dataset's name is
 * $name; models, labelers and the rewriter are those of test/graphql/ask.ts.
 */
export const WHOLE_ANSWER = /* GraphQL */ `
  query Whole($name: String!) {
    datasets { id name }
    node(id: "RGF0YXNldDox") { id __typename }
    nodes(ids: ["RGF0YXNldDox"]) { id }
    dataset(name: $name) {
      id name description revision pairCount promptCount
      attributes { name scope kind valueCount values(first: 1) { value count } summary { count } }
      features { ...feature }
      rewardModels { ...model dataset { name } }
      labelers { ...labeler dataset { name } }
      rewriters { ...rewriter dataset { name } }
      namedSlices { name description where dataset { name } audit { coverage { pairs } } }
      runCount
      runs(first: 30) {
        dataset { name } id kind state file error startedAt finishedAt
        counts { read rejected duplicates conflicts changed }
      }
      pair(rowId: 4) { ...pair }
      pairs(first: 60, orderBy: { by: REWARD_SHIFT, direction: DESC }, where: { rewardShift: { gte: -90 } }) {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node { ...pair } }
        nodes { rowId }
      }
      audit { ...audit }
      imprint(feature: "is_harmless") { ...term }
      judge(objectives: [
        { name: "alignment", metric: ALIGNMENT, atLeast: 0.5 }
        { name: "imprint", metric: IMPRINT, feature: "is_harmless", noWorseThan: { post: "pre-model", margin: 0.5 } }
        { name: "worst", metric: WORST_SLICE, by: [{ dimension: SUBSET }], within: { lower: 0.2, upper: 0.9 } }
      ]) {
        name outcome asked objective estimate { ...estimate } pValue adjustedPValue oppositePValue detectable pairs reason message warnings number standardError
      }
      objectives { name outcome }
      objectiveProblems(objectives: [{ name: "a", metric: IMPRINT, feature: "nothing", atLeast: 0 }]) { index at message }
      robustness(feature: "sentiment", flip: LOST) { ...term }
      trajectory(models: ["pre-model", "post-model"], against: FIRST) {
        step model { name } audit { pre { name } alignment { ...alignment } }
      }
      leaderboard(by: [{ dimension: TOPIC }, { feature: "is_harmless" }], options: { level: 0.9 }) {
        pairs prompts slicesLeftOut reason
        rows {
          model { name } scored alignment { ...alignment } tier
          worstSlice { ...slices } worstAlignment { ...alignment } sliceMean behindBest { adjustedPValue }
        }
        comparisons {
          first { name } second { name } onlyFirst onlySecond difference { ...estimate }
          pValue adjustedPValue reason
        }
      }
      slice: audit(
        pre: "post-model", post: "pre-model", labeler: "control"
        where: { or: [{ topic: ["Health and fitness"] }, { rowId: { lte: 20 } }] }
      ) { ...audit }
    }
  }
  fragment feature on Feature { name title description kind role inRegressions source unit }
  fragment model on RewardModel { id name stage series step backend rewardCount }
  fragment labeler on Labeler { id name backend labelCount }
  fragment rewriter on Rewriter { id name backend model promptVersion temperature rewriteCount }
  fragment reward on Reward { model { ...model } score probability }
  fragment label on Label {
    labeler { ...labeler }
    features { feature { name } value }
    feature(name: "sentiment") { feature { name } value }
    topics discriminatesAgainst
  }
  fragment entry on Entry {
    id side text response attributes { name side text number boolean } measures { feature { name } value }
    rewards { ...reward }
    reward(model: "pre-model") { ...reward }
    before: reward(stage: PRE) { ...reward entry { side } }
    rewriter { name } pair { rowId }
    labels { ...label }
    label { ...label entry { side } }
    control: label(labeler: "control") { ...label }
  }
  fragment angle on RewardShift {
    degrees radians
    pre { chosen rejected }
    post { chosen rejected }
  }
  fragment pair on Pair {
    id rowId pairId subset prompt group tie attributes { name } siblingCount siblings(first: 1) { rowId } dataset { name }
    chosen { ...entry }
    rejected { ...entry }
    rewrites {
      rewriter { ...rewriter }
      chosen { ...entry }
      rejected { ...entry }
      chosenSimilarity rejectedSimilarity pair { rowId }
      rewardShift { ...angle }
      before: rewardShift(model: "pre-model") { ...angle }
    }
    rewardShift { ...angle }
    marginChange
    alignmentRegime
    aligned
    alignedBefore: aligned(model: "pre-model")
    preference
    control: preference(labeler: "control")
  }
  fragment interval on Interval { level lower upper }
  fragment test on Test { statistic pValue }
  fragment histogram on Histogram { edges counts }
  fragment heatmap on Heatmap { xEdges yEdges counts }
  fragment alignment on Alignment {
    pairs aligned ties prompts designEffect score resistance reason
    confidenceInterval { ...interval }
  }
  fragment agreement on Agreement {
    agree disagree indifferent prompts designEffect rate reason confidenceInterval { ...interval }
  }
  fragment shifts on ShiftSummary {
    pairs mean median standardDeviation circularMean resultantLength reason
    tTest { ...test }
    signTest { ...test }
    histogram { ...histogram }
  }
  fragment quadrants on Quadrants {
    pairs bothPositive chosenOnlyPositive rejectedOnlyPositive bothNegative reason
  }
  fragment count on Count { key pairs entries }
  fragment summary on Summary { count mean median standardDeviation min max }
  fragment coverage on Coverage { pairs ties prompts preScored postScored bothScored labeled complete rewritten }
  fragment slices on Slice {
    key pairs where
    audit { coverage { ...coverage } alignment { ...alignment } }
  }
  fragment estimate on Estimate { estimate standardError statistic pValue confidenceInterval { ...interval } }
  fragment term on Term {
    feature side flip title status estimate standardError statistic pValue adjustedPValue oddsRatio perStandardDeviation vif reason
    confidenceInterval { ...interval }
    marginalEffect { ...estimate }
    bootstrap { standardError replicates confidenceInterval { ...interval } }
  }
  fragment regression on Regression {
    method errors correction penalty observations pairs residualDegreesOfFreedom
    rSquared logLikelihood deviance converged iterations warnings
    terms { ...term }
    term(feature: "sentiment") { ...term }
    intercept { ...term }
  }
  fragment difference on TermDifference {
    feature side title status first firstPValue second secondPValue difference standardError statistic pValue adjustedPValue reason
    confidenceInterval { ...interval }
  }
  fragment comparison on RegressionComparison {
    method correction pairs sharedPairs warnings
    terms { ...difference }
    term(feature: "sentiment") { ...difference }
  }
  fragment regressions on Audit {
    imprints(options: { bootstrap: { replicates: 20, seed: 3 } }) { ...regression }
    imprintsBefore: imprints(stage: PRE, effects: NONE) { ...regression }
    imprint(feature: "is_harmless") { ...term }
    shiftImprints { ...regression }
    marginChangeImprints { ...regression }
    misalignment { ...regression }
    misalignmentFirth: misalignment(options: { penalty: FIRTH }) { ...regression }
    choices { ...regression }
    choicesByModel: choices(by: MODEL, stage: PRE, options: { penalty: FIRTH }) { ...regression }
    choicesByLabeler: choices(by: LABELER) { ...regression }
    amplification { ...comparison }
    misalignmentLinear: misalignment(link: IDENTITY, options: { errors: HC1 }) { ...regression }
    robustness(feature: "sentiment", flip: LOST) { ...term }
    rewriting { robustness { ...regression } }
    compare(with: { labeler: "control" }) {
      first { labeler { name } }
      second { labeler { name } }
      imprints(stage: POST, otherStage: PRE) { ...comparison }
      shiftImprints { ...comparison }
      marginChangeImprints { ...comparison }
      misalignment { ...comparison }
      choices(otherBy: MODEL) { ...comparison }
    }
  }
  fragment audit on Audit {
    ...regressions
    id
    dataset { name revision }
    pre { ...model }
    post { ...model }
    labeler { ...labeler }
    coverage { ...coverage }
    alignment { ...alignment }
    alignmentBefore: alignment(stage: PRE) { ...alignment }
    regimes {
      regime pairs prevalence reason
      labelerAgreement { ...agreement }
      rewardShift { ...shifts }
    }
    preferences {
      preference pairs share reason
      alignment { ...alignment }
      alignmentContrast(with: CHOSEN) { difference test { ...test } reason }
    }
    alignmentChange { ...test }
    alignmentChangeReason
    rewardShift { ...shifts }
    centred: rewardShift(centred: true) { ...shifts }
    selected: rewardShift(regime: [BECAME_ALIGNED], preference: [CHOSEN, INDIFFERENT]) { ...shifts }
    marginChange { pairs mean { ...estimate } median standardDeviation min max rose reason }
    calibration {
      pairs logLoss logLossInterval { ...interval } brier expectedCalibrationError reason
      bins { from to pairs confidence agreement { ...agreement } }
    }
    marginChangeHistogram { ...histogram }
    rewriting {
      rewriter { ...rewriter }
      pairs keptPairs
      before { ...alignment }
      after { ...alignment }
      flips { feature side gained unchanged lost }
      similarity { ...summary }
      chosen: similarity(side: CHOSEN) { ...summary }
      rejected: similarity(side: REJECTED) { ...summary }
      gained: similarity(feature: "is_eloquent", flip: GAINED) { ...summary }
      rewardShift { ...shifts }
      similarityByShift { ...heatmap }
    }
    prevalence {
      feature { ...feature } pairs chosen rejected difference test { ...test } reason
      confidenceInterval { ...interval }
    }
    findings { kind sentence evidence feature { name } pValue others }
    weakSliceCount
    sliceCount(by: { dimension: TOPIC })
    weakSlices {
      by ofChosen key where alignment { score pairs } rest { score pairs } difference pValue adjustedPValue reason
      audit { coverage { pairs } }
    }
    rulers {
      feature { ...feature } higherWins alignment { ...alignment } test { ...test } adjustedPValue reason
      modelAgreement { ...agreement }
    }
    adjusted(features: ["length_words"], method: LOWESS) {
      alignment { ...alignment } change { ...estimate } resistance turned reason
    }
    topics { ...count }
    discriminations { ...count }
    labelerAgreement(with: "control") { feature { name } entries agreement kappa reason }
    marginDistribution { ...histogram }
    probabilityDistribution(side: CHOSEN) { ...histogram }
    rewardHeatmap { ...heatmap }
    probabilityHeatmap { ...heatmap }
    quadrants { ...quadrants }
    quadrantsBefore: quadrants(stage: PRE) { ...quadrants }
    centredQuadrants: quadrants(centred: true) { ...quadrants }
    rewardDirections(stage: POST) { ...histogram }
    figure(name: IMPRINTS)
    topicFigure: figure(name: TOPICS)
    byLength: slices(by: { measure: "length_words", bins: 2 }, first: 2) { key pairs where }
    bySubset: breakdown(by: SUBSET) { ...slices }
    byTopic: breakdown(by: TOPIC) { ...slices }
    byRegime: breakdown(by: REGIME) { ...slices }
    byPreference: breakdown(by: PREFERENCE) { ...slices }
    byDiscrimination: breakdown(by: DISCRIMINATION) { ...slices }
  }
`
