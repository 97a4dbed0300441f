"""A program of rows over columns, and its solution by HiGHS: one thread, so many seconds, silent."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field

from readiness.foundation.later import highspy
from readiness.foundation.later import numpy as np


@dataclass(slots=True)
class Program:
    """A program of rows over columns, as HiGHS reads it."""

    costs: list[float] = field(default_factory=list)
    uppers: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    lows: list[float] = field(default_factory=list)
    highs: list[float] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    factors: list[float] = field(default_factory=list)

    def column(self, cost: float, upper: float, *, is_whole: bool) -> int:
        self.costs.append(cost)
        self.uppers.append(upper)
        self.whole.append(is_whole)
        return len(self.costs) - 1

    def row(self, columns: Sequence[int], low: float, high: float, slack: int | None = None) -> None:
        """low ≤ the sum of the columns (and of the slack: + where there is a low, else −) ≤ high."""
        self.starts.append(len(self.places))
        self.places += columns
        self.factors += [1.0] * len(columns)
        if slack is not None:
            self.places.append(slack)
            self.factors.append(1.0 if low > -math.inf else -1.0)
        self.lows.append(low)
        self.highs.append(high)

    def weighed(self, columns: Sequence[int], factors: Sequence[float], low: float, high: float) -> None:
        """low ≤ the sum of the columns, each by its factor ≤ high."""
        self.starts.append(len(self.places))
        self.places += columns
        self.factors += factors
        self.lows.append(low)
        self.highs.append(high)

    def solve(self, seconds: float, gap: float, start: Sequence[float] | None = None) -> "Solved | None":
        solver = highspy.Highs()
        solver.silent()
        for name, value in (
            ("output_flag", False),
            ("time_limit", seconds),
            ("mip_rel_gap", gap),
            ("threads", 1),
        ):
            solver.setOptionValue(name, value)
        solver.passModel(self._as_highs())
        if start is not None:
            known = highspy.HighsSolution()
            known.col_value = list(start)
            solver.setSolution(known)
        solver.run()
        info = solver.getInfo()
        if info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        values = np.array(solver.getSolution().col_value)
        cost = float(values @ np.array(self.costs, dtype=float))
        bound = float(info.mip_dual_bound)
        if abs(cost - info.objective_function_value) > 1e-6 * max(1.0, abs(cost)):
            # Told a solution, HiGHS 1.16 may forget what presolving took out of the cost: its bound is as wrong.
            if start is not None:
                return self.solve(seconds, gap)
            bound = -math.inf
        return Solved(values, cost, bound)

    def least(self, seconds: float) -> float | None:
        """What no solution can be below, told by the program without whole numbers; None: not found in time."""
        solver = highspy.Highs()
        solver.silent()
        for name, value in (("output_flag", False), ("time_limit", seconds), ("threads", 1)):
            solver.setOptionValue(name, value)
        program = self._as_highs()
        program.integrality_ = []
        solver.passModel(program)
        solver.run()
        if solver.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        return float(solver.getInfo().objective_function_value)

    def _as_highs(self) -> "highspy.HighsLp":
        lp = highspy.HighsLp()
        lp.num_col_, lp.num_row_ = len(self.costs), len(self.lows)
        lp.col_cost_ = np.array(self.costs, dtype=float)
        lp.col_lower_ = np.zeros(len(self.costs))
        lp.col_upper_ = np.array(self.uppers, dtype=float)
        lp.row_lower_ = np.array(self.lows, dtype=float)
        lp.row_upper_ = np.array(self.highs, dtype=float)
        lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        lp.a_matrix_.start_ = np.array([*self.starts, len(self.places)], dtype=np.int32)
        lp.a_matrix_.index_ = np.array(self.places, dtype=np.int32)
        lp.a_matrix_.value_ = np.array(self.factors, dtype=float)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        lp.integrality_ = [kinds[is_whole] for is_whole in self.whole]
        return lp


@dataclass(frozen=True, slots=True)
class Solved:
    values: "np.ndarray"
    cost: float
    bound: float
