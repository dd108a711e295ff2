package lib.model;

/** Linear equations with a symmetric positive definite matrix. */
final class Cholesky {

    private Cholesky() {}

    /** Solves {@code matrix x = right}; both arguments are overwritten, only the lower triangle is read. */
    static double[] solve(double[][] matrix, double[] right) {
        int n = right.length;
        for (int i = 0; i < n; i++) {
            double[] row = matrix[i];
            for (int j = 0; j <= i; j++) {
                double[] other = matrix[j];
                double sum = row[j];
                for (int k = 0; k < j; k++) sum -= row[k] * other[k];
                row[j] = i == j ? Math.sqrt(sum) : sum / other[j];
            }
        }
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) right[i] -= matrix[i][k] * right[k];
            right[i] /= matrix[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) right[i] -= matrix[k][i] * right[k];
            right[i] /= matrix[i][i];
        }
        return right;
    }
}
