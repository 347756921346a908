namespace EventsApi.Tests.Places;

/// <summary>Distances on WGS 84 by Vincenty's inverse formula: good to a millimetre, except between antipodes.</summary>
internal static class Ellipsoid
{
    private const double A = 6_378_137;
    private const double F = 1 / 298.257223563;
    private const double B = A * (1 - F);

    /// <summary>Metres from one point to another, in degrees; null where the formula does not converge.</summary>
    public static double? Distance(double lon1, double lat1, double lon2, double lat2)
    {
        var l = double.DegreesToRadians(lon2 - lon1);
        var (sinU1, cosU1) = Math.SinCos(Math.Atan((1 - F) * Math.Tan(double.DegreesToRadians(lat1))));
        var (sinU2, cosU2) = Math.SinCos(Math.Atan((1 - F) * Math.Tan(double.DegreesToRadians(lat2))));
        var lambda = l;
        for (var i = 0; i < 200; i++)
        {
            var (sinLambda, cosLambda) = Math.SinCos(lambda);
            var sinSigma = double.Hypot(cosU2 * sinLambda, cosU1 * sinU2 - sinU1 * cosU2 * cosLambda);
            var cosSigma = sinU1 * sinU2 + cosU1 * cosU2 * cosLambda;
            if (sinSigma < 1e-15)
            {
                return cosSigma > 0 ? 0 : null;
            }
            var sigma = Math.Atan2(sinSigma, cosSigma);
            var sinAlpha = cosU1 * cosU2 * sinLambda / sinSigma;
            var cos2Alpha = 1 - sinAlpha * sinAlpha;
            var cos2SigmaM = cos2Alpha < 1e-15 ? 0 : cosSigma - 2 * sinU1 * sinU2 / cos2Alpha;
            var c = F / 16 * cos2Alpha * (4 + F * (4 - 3 * cos2Alpha));
            var next = l + (1 - c) * F * sinAlpha * (sigma + c * sinSigma * (cos2SigmaM + c * cosSigma * (2 * cos2SigmaM * cos2SigmaM - 1)));
            if (Math.Abs(next - lambda) < 1e-12)
            {
                return Length(cos2Alpha, sigma, sinSigma, cosSigma, cos2SigmaM);
            }
            lambda = next;
        }
        return null;
    }

    private static double Length(double cos2Alpha, double sigma, double sinSigma, double cosSigma, double cos2SigmaM)
    {
        var u2 = cos2Alpha * (A * A - B * B) / (B * B);
        var a = 1 + u2 / 16384 * (4096 + u2 * (-768 + u2 * (320 - 175 * u2)));
        var b = u2 / 1024 * (256 + u2 * (-128 + u2 * (74 - 47 * u2)));
        var square = cos2SigmaM * cos2SigmaM;
        var delta = b * sinSigma * (cos2SigmaM + b / 4 * (cosSigma * (2 * square - 1) - b / 6 * cos2SigmaM * (4 * sinSigma * sinSigma - 3) * (4 * square - 3)));
        return B * a * (sigma - delta);
    }
}
